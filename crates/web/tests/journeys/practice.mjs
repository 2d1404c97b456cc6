// What is looked up is asked about later; a key answers on Today, undo asks again, and growth shows what was observed.
import { assert, flawless, journey, press } from './browser.mjs';

await journey(async ({ page, origin }) => {
  await page.goto(`${origin}/log`);
  await page.locator('body').press('/');
  await page.keyboard.type('booklets');
  await page.locator('#results mark').first().waitFor();
  assert.equal(await page.getByText('Later you are asked').count(), 0, 'nothing is expected while somebody types');
  await page.keyboard.press('Enter');
  await page.getByText('Later you are asked whether the moment came up').waitFor();
  await flawless(page, 'what is asked later');

  await page.goto(`${origin}/`);
  const asked = page.locator('.check-in', { hasText: 'The concert booklets' });
  assert.equal(await page.locator('.plan:visible').count(), 0, 'the plan waits until it is asked for');
  await page.getByText('What I wrote').first().click();
  await page.locator('.check-in .plan').first().waitFor();
  await flawless(page, 'a check-in');
  assert.equal(await asked.count(), 1, 'what was looked up is asked about first');
  await page.locator('body').press('1');
  await page.getByText('Noted.').waitFor();
  assert.equal(await asked.count(), 0);
  await press(page, 'Undo');
  await page.getByText('Undone.').waitFor();
  assert.equal(await asked.count(), 1);
  await page.locator('body').press('1');
  await page.getByText('Say more').click();
  await page.getByLabel('There is something to look at').check();
  await page.getByLabel('The situation').fill('At the choir');
  await flawless(page, 'all that can be said of a moment');
  await press(page, /Keep it/);
  await page.getByText('Kept as you say now.').waitFor();

  await page.locator('body').press('g');
  await page.locator('body').press('g');
  await page.waitForURL(/\/growth/);
  await page.locator('.dots').first().waitFor();
  assert.match(await page.locator('main').innerText(), /8 of 8 fits anything from 66 to 100 %/);
  await flawless(page, 'growth');
  await page.locator('#practising a.words').first().click();
  await page.waitForURL(/\/practice\//);
  for (const [width, colorScheme] of [[1360, 'light'], [360, 'dark']]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => { fold.open = true; }));
    await flawless(page, `a practice at ${width} px in ${colorScheme}`);
  }
});
