import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { TestContext } from 'vitest';

const executable = '/usr/bin/chromium';

let browser: Promise<Browser> | undefined;
let folder = '';

/** To be called behind the last test of a file that opens pages. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
  rmSync(folder, { recursive: true, force: true });
}

/** A page as a browser shows it, with what went wrong in it. */
export interface OpenedPage {
  readonly page: Page;
  /** Messages of the console, errors, and requests for anything but the page. */
  readonly complaints: readonly string[];
}

/** Opens a page from disk; `hash` is what the link to it ends with. Skipped where there is no browser. */
export async function openPage(
  context: TestContext,
  text: string,
  { hash = '', ...options }: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<OpenedPage> {
  const isMissing = !existsSync(executable) && process.env['CI'] !== 'true';
  context.skip(isMissing, 'there is no Chromium; scripts/install-browser.sh installs it');
  browser ??= chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  const page = await (
    await browser
  ).newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(request.url());
  });
  if (folder === '') folder = mkdtempSync(join(tmpdir(), 'allocert-page-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, text);
  await page.goto(pathToFileURL(file).href + hash);
  return { page, complaints };
}
