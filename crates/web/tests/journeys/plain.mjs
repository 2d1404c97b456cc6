// Everything works with scripts switched off: a line, two answers, the log, the search.
import { assert, journey, press } from './browser.mjs';

await journey(async ({ page, origin }) => {
  await page.locator('textarea[name=text]').fill('The seedlings froze. The door stood open.');
  await press(page, 'Review it now');
  assert.match(page.url(), /intended/);
  await page.locator('textarea[name=statement]').fill('All trays alive on Monday');
  await press(page, /Continue/);
  assert.match(page.url(), /happened/);
  await page.goto(`${origin}/log`);
  await page.locator('input[name=q]').fill('trays');
  await press(page, 'Search');
  await page.getByText('The seedlings froze').first().waitFor();
  assert.ok(!page.url().includes('trays'), 'no search words in the address');
}, { javaScriptEnabled: false });
