// What the journeys share: a browser that has been let in, and a few words for looking at pages.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Runs a journey in a fresh browser that opened the one-time address; anything the console or the policy complains about fails it. */
export async function journey(go, { expected = /status of (404|409|422)/, ...options } = {}) {
  const address = process.argv[2];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  try {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce', ...options });
    const complaints = [];
    context.on('weberror', (error) => complaints.push(String(error.error())));
    context.on('dialog', (dialog) => { complaints.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
    context.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    const page = await context.newPage();
    await page.goto(address);
    await go({ page, context, browser, origin: new URL(address).origin });
    assert.deepEqual(complaints.filter((text) => !expected.test(text)), []);
  } finally {
    await browser.close();
  }
}

/** Fails when axe finds anything on the page, or when it scrolls sideways. */
export async function flawless(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0, `${what} scrolls ${wide} px sideways`);
  // The policy allows no inline script, so axe is evaluated and not added as an element.
  const { readFileSync } = await import('node:fs');
  await page.evaluate(readFileSync(axe, 'utf8'));
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const violations = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`);
  assert.deepEqual(violations, [], what);
}

/** Presses a button of the page by what it says. */
export async function press(page, name) {
  await Promise.all([page.waitForLoadState('load'), page.getByRole('button', { name }).first().click()]);
}

export { assert };
