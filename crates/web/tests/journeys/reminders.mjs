// What is due is put off and brought back, and reminders are set, by keys alone and without scripts too.
import { assert, flawless, journey, press } from './browser.mjs';

await journey(async ({ page, origin }) => {
  await page.goto(`${origin}/`);
  await page.getByText('Begun').first().waitFor();
  const begun = page.locator('#begun li');
  const title = await begun.first().locator('a.words').innerText();
  await begun.first().getByText('Not now').focus();
  await page.keyboard.press('Enter');
  await flawless(page, 'the ways to put something off');
  await Promise.all([page.waitForLoadState('load'), begun.first().getByRole('button', { name: /In a week/ }).click()]);
  await page.getByText('Put off. Nothing asks about it before that day.').waitFor();
  assert.equal(await begun.filter({ hasText: title }).count(), 0);
  await press(page, 'Undo');
  await page.goto(`${origin}/`);
  assert.equal(await begun.filter({ hasText: title }).count(), 1);

  await page.goto(`${origin}/settings`);
  await page.getByRole('link', { name: 'Reminders' }).click();
  await page.waitForURL(/\/settings\/reminders/);
  await page.getByLabel('From this time of day on').fill('09:30');
  await press(page, 'Keep the hours');
  await page.getByText('The hours are kept.').waitFor();
  await press(page, 'Make an address');
  const address = await page.locator('code.whole').innerText();
  assert.match(address, /\/calendar\/[0-9a-f]{64}\.ics$/);
  assert.ok(!page.url().includes(address.slice(-40)), 'the address stands in no address of a page');
  await flawless(page, 'an address that is shown once');
  await page.goto(`${origin}/settings/reminders`);
  assert.equal(await page.locator('code.whole').count(), 0);
  await press(page, 'Take the address away');
  await page.getByText('There is no address.').waitFor();
  for (const [width, colorScheme] of [[1360, 'light'], [390, 'dark']]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => { fold.open = true; }));
    await flawless(page, `reminders at ${width} px in ${colorScheme}`);
  }
});
