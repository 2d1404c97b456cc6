// Everything works with scripts switched off: a line, two answers, the log, the search.
import { assert, journey, press } from './browser.mjs';

await journey(async ({ page, origin }) => {
  await page.locator('textarea[name=text]').fill('The seedlings froze. The door stood open.');
  await press(page, 'Review it now');
  assert.match(page.url(), /intended/);
  await page.locator('textarea[name=statement]').fill('All trays alive on Monday');
  await press(page, /Continue/);
  assert.match(page.url(), /happened/);
  // Keys do nothing here, so nothing speaks of them.
  const keys = async (what) => {
    assert.equal(await page.locator('kbd:visible').count(), 0, `keys on ${what}`);
    assert.doesNotMatch(await page.locator('body').innerText(), /\bkeys?\b/i, `keys on ${what}`);
  };
  await keys('question 2');
  const happened = page.url();
  await page.locator('textarea[name=quick]').fill('9:00 The door stood open.');
  await press(page, /Continue/);
  assert.match(page.url(), /why/);
  await page.locator('textarea[name="new.statement"]').fill('Nobody closes it after ten');
  await page.locator('#new button[formaction]').first().click();
  await keys('question 3');
  assert.equal(await page.locator('.room:visible').count(), 0, 'no room is kept for what never comes');
  for (const place of ['/', '/log', '/settings', '/practice', '/library', happened.replace(origin, '')]) {
    await page.goto(origin + place);
    await keys(place);
  }
  await page.goto(`${origin}/log`);
  await page.locator('input[name=q]').fill('trays');
  await press(page, 'Search');
  await page.getByText('The seedlings froze').first().waitFor();
  assert.ok(!page.url().includes('trays'), 'no search words in the address');
}, { javaScriptEnabled: false });
