import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { samples } from '../evidence-samples.js';
import { result } from '../report-fixture.js';
import { broken, eachKind, overlapped, pageOf } from './page-fixture.js';

/** What must never stand in a page, whatever it is made of. */
const faults = [/undefined/, /\bNaN\b/, /\[object /, /Infinity/, / style=/, / on\w+="/];

describe('a page', () => {
  const page = pageOf(overlapped(), result());

  test('brings all that it needs: no network, and only the style and the scripts of its policy', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    const inlined = [
      ...page.matchAll(/<style>(.*?)<\/style>/gs),
      ...page.matchAll(/<script type="module">(.*?)<\/script>/gs),
    ];
    expect(inlined.length).toBeGreaterThan(3);
    for (const [, text = ''] of inlined) {
      expect(policy).toContain(createHash('sha256').update(text).digest('base64'));
    }
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  });

  test('is less than a megabyte for every kind of evidence at once', () => {
    expect(pageOf(...eachKind()).length).toBeLessThan(1_000_000);
  });

  test('has each id once, and a target for each link', () => {
    const twins = pageOf(overlapped(), overlapped());
    const ids = [...twins.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    const links = [...twins.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    const drawn = [...twins.matchAll(/url\(#([^)]*)\)/g)].map(([, id]) => id);
    expect(drawn.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('leads with what is broken, and tells the contract, the bounds and every property', () => {
    expect(page).toContain('<h1>1 of 2 allocators breaks its contract</h1>');
    expect(page.match(/<tr role="row" class="holds"/g)).toHaveLength(18 + 19);
    for (const part of ['CLAIMED', 'NOT CLAIMED', 'NOT TESTED', '123,456', 'sample contract']) {
      expect(page).toContain(part);
    }
  });

  test('says of what is inconclusive that it is no pass', () => {
    const open = pageOf(
      result(
        { zeroed: { verdict: 'inconclusive', reason: 'never exercised', checks: 0 } },
        { verdict: 'inconclusive' },
      ),
    );
    expect(open).toContain('The allocator has no verdict');
    expect(open).toContain('that is no pass');
    expect(open).not.toContain('keeps its contract');
  });

  test('of a campaign that was interrupted says so', () => {
    expect(pageOf(result({}, { ended: 'interrupted', verdict: 'inconclusive' }))).toContain(
      'this report is partial',
    );
  });
});

describe('a page of evidence of kind', () => {
  for (const [kind, evidence] of Object.entries(samples)) {
    test(`${kind} has a picture of each step and one contradiction`, () => {
      const page = pageOf(broken(evidence));
      const body = page.slice(page.indexOf('<body>'), page.indexOf('<script type="module">'));
      for (const fault of faults) expect(body).not.toMatch(fault);
      expect(body.match(/aria-label="After step \d/g)).toHaveLength(3);
      expect(body.match(/: a contradiction\./g)).toHaveLength(1);
      expect(body).toMatch(/class="call"/);
    });
  }
});

describe('a hostile subject', () => {
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    'name\u202egnp.exe',
    '<!-- ',
  ];

  test.each(hostile)('called %j becomes no element and no attribute', (name) => {
    const { subject, ...rest } = broken({
      ...{ kind: 'fault', request: 'alloc' },
      death: { step: 3, fault: 'exception', detail: 0, phase: 'call', message: name },
    });
    const page = pageOf({
      ...rest,
      subject: { ...subject, name, locator: name, drivenThrough: name },
      contract: { ...rest.contract, name, because: name, document: { name } },
      notes: [name],
    });
    const plain = pageOf({ ...rest, subject });
    const elements = (text: string): number => text.match(/<[a-z!]/gi)?.length ?? 0;
    // What is told because there is something to tell: driven through, a note, a clause.
    expect(elements(page) - elements(plain)).toBeLessThan(9);
    expect(page).not.toContain(name);
    expect(page).not.toMatch(/<img|onmouseover="|onfocus='|<script>|\u202e/);
  });
});
