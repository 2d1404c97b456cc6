// A line is typed on Today and kept; the keys lead on; undo takes it back.
import { assert, journey } from './browser.mjs';

await journey(async ({ page, origin }) => {
  assert.equal(page.url(), `${origin}/`);
  await page.locator('body').press('n');
  await page.keyboard.type('yesterday: The pump failed after the restart. Nobody had read the note.');
  await page.keyboard.press('Enter');
  await page.waitForLoadState('load');
  await page.getByText('The pump failed after the restart').first().waitFor();
  assert.ok(!page.url().includes('pump'), 'no words of the person in the address');

  await page.goto(`${origin}/log`);
  await page.locator('body').press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/entries/);
  assert.match(await page.locator('h1').innerText(), /The pump failed after the restart/);

  await page.goto(`${origin}/log`);
  await page.locator('body').press('/');
  await page.keyboard.type('note resta');
  await page.locator('#results mark').first().waitFor();
  assert.ok(!page.url().includes('note'), 'no search words in the address');
});
