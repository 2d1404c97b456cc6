// A line is typed on Today and kept; the keys lead on; undo takes it back.
import { assert, flawless, journey, press } from './browser.mjs';

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

  // What is near follows the few that have every word of a sentence, once nothing was typed for a moment.
  await page.goto(`${origin}/`);
  await page.locator('textarea[name=text]').fill('The pump stopped after a restart in the night.');
  await press(page, 'Keep');
  await page.getByText('Kept as a failure').waitFor();
  await page.goto(`${origin}/log`);
  await page.locator('body').press('/');
  await page.keyboard.type('nobody had read of the pump, it failed');
  await page.getByText('Most like what you asked').waitFor();
  await page.getByText('The pump stopped after a restart').first().waitFor();
  await flawless(page, 'what is near beside what was found');

  // A title without end is cut in lists, and whole on its own page.
  await page.goto(`${origin}/`);
  const endless = 'Donaudampfschifffahrt'.repeat(14);
  await page.locator('textarea[name=text]').fill(endless);
  await press(page, 'Keep');
  await page.getByText('Kept as a failure').waitFor();
  for (const width of [1360, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const place of ['/', '/log']) {
      await page.goto(origin + place);
      const title = page.locator('a.open', { hasText: endless.slice(0, 60) }).first();
      assert.ok((await title.boundingBox()).height < 100, `the title is cut on ${place} at ${width} px`);
      await flawless(page, `an endless title on ${place} at ${width} px`);
    }
  }
  await page.setViewportSize({ width: 1360, height: 900 });

  // Letters that are switched off are not spoken of, neither here nor in a review.
  assert.ok(await page.locator('kbd[data-single]:visible').count() > 0);
  await page.goto(`${origin}/settings`);
  await page.getByLabel('Single-letter keys').uncheck();
  await press(page, /Keep the settings/);
  for (const place of ['/log', '/library']) {
    await page.goto(origin + place);
    assert.equal(await page.locator('[data-single]:visible').count(), 0, place);
  }
  assert.ok(await page.locator('kbd').count() > 0);
});
