import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, describe, expect, test } from 'vitest';
import { certifySubject } from '../../support/certify-subject.js';
import { result } from '../report-fixture.js';
import { closeBrowser, openPage } from './open-browser.js';
import { eachKind, overlapped, pageOf } from './page-fixture.js';

// Goal: what a reader does with a page works, from disk, without network and without a complaint.
// Method: the page is opened in Chromium as a file.

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

afterAll(closeBrowser);

describe('in a browser', () => {
  test('the slider, its keys and the buttons of the rows choose a step and say who owns what', async (context) => {
    const { page, complaints } = await openPage(context, pageOf(overlapped()));
    const after = page.locator('.after');
    expect(await after.textContent()).toContain('After step 3, C = alloc(16, align 8)');
    await page.locator('.violation input[type=range]').focus();
    await page.keyboard.press('Home');
    expect(await after.textContent()).toBe('After step 1, A = alloc(32): A owns [0, 32).');
    expect(await page.locator('tr.now').count()).toBe(1);
    expect(await page.locator('tr.later').count()).toBe(4);
    await page.getByRole('button', { name: 'Go to step 2' }).click();
    expect(await page.locator('[aria-current=step]').getAttribute('data-step')).toBe('2');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.tools output').first().textContent()).toBe('step 3 of 3');
    expect(complaints).toEqual([]);
  });

  test('a link opens at its step', async (context) => {
    const { page } = await openPage(context, pageOf(overlapped()), {
      hash: '#sample.no-overlap@2',
    });
    expect(await page.locator('.after').textContent()).toContain('After step 2');
    const link = await page.locator('.link-step').getAttribute('href');
    expect(link).toBe('#sample.no-overlap@2');
  });

  test('addresses are shown in hex at will, in text, picture and sentence', async (context) => {
    const { page } = await openPage(context, pageOf(overlapped()));
    await page.getByLabel('hex').check();
    expect(await page.locator('tr.then .text').textContent()).toContain(
      'C owns [0x18, 0x28) alone',
    );
    expect(await page.locator('.after').textContent()).toContain('C owns [0x18, 0x28)');
    expect(await page.locator('th.mem svg').textContent()).toContain('0x20');
  });

  test('a hostile subject runs nothing', async (context) => {
    const name = '<img src=x onerror=alert(1)></script><script>alert(2)</script>';
    const { subject, ...rest } = overlapped();
    const text = pageOf({ ...rest, subject: { ...subject, name, locator: name }, notes: [name] });
    const { page, complaints } = await openPage(context, text);
    expect(await page.locator('h2').first().textContent()).toContain(name);
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('on paper all is shown: steps after the chosen one, and what is folded', async (context) => {
    const { page } = await openPage(context, pageOf(overlapped()));
    await page.locator('.violation input[type=range]').fill('1');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    const faded = await page.evaluate<number>(
      `[...document.querySelectorAll('tr.later > *')]
        .filter((cell) => getComputedStyle(cell).opacity !== '1').length`,
    );
    expect(faded).toBe(0);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.locator('.tools').first().isVisible()).toBe(false);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  });

  test('without script the page is whole, and shows no control that would do nothing', async (context) => {
    const { page } = await openPage(context, pageOf(overlapped()), { javaScriptEnabled: false });
    expect(await page.locator('.tools').first().isVisible()).toBe(false);
    expect(await page.locator('tr.however').isVisible()).toBe(true);
  });

  test.for([1280, 400])('nothing is wider than a window of %d pixels', async (width, context) => {
    const text = pageOf(...eachKind(), result());
    const { page } = await openPage(context, text, { viewport: { width, height: 900 } });
    const wide = await page.evaluate<number>(`document.documentElement.scrollWidth - innerWidth`);
    expect(wide).toBeLessThanOrEqual(0);
  });

  test.for(['light', 'dark'] as const)(
    'axe finds nothing serious in the %s scheme',
    async (colorScheme, context) => {
      const judged = await certifySubject({ locator: 'builtin:first-fit', seed: 1, runs: 64 });
      const text = pageOf(overlapped(), judged);
      const { page, complaints } = await openPage(context, text, { colorScheme });
      await page.evaluate(axe);
      const found = await page.evaluate<{ id: string; impact: string; nodes: string[] }[]>(
        `axe.run().then(({ violations }) =>
        violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html).slice(0, 3) })))`,
      );
      expect(found.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
        [],
      );
      await page.locator('.run input[type=range]').focus();
      await page.keyboard.press('End');
      expect(await page.locator('.run .reading').textContent()).toContain('live');
      expect(complaints).toEqual([]);
    },
  );
});
