// A story is begun from entries of the log, written, told with evidence, looked at with a name replaced, and taken as a file.
import { assert, flawless, journey, press } from './browser.mjs';

const views = [[1360, 'light'], [1360, 'dark'], [390, 'light'], [390, 'dark']];

/** Looks at a page in both widths and both themes. */
async function seen(page, what) {
  for (const [width, colorScheme] of views) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await flawless(page, `${what} at ${width} px in ${colorScheme}`);
  }
  await page.setViewportSize({ width: 1360, height: 900 });
}

await journey(async ({ page, origin }) => {
  await page.goto(`${origin}/growth`);
  await page.getByRole('link', { name: 'a story of chosen entries' }).click();
  await page.waitForURL(/\/career$/);
  await seen(page, 'the list with nothing in it');
  const boxes = page.locator('fieldset .check');
  assert.ok(await boxes.count() > 5, 'entries with a lesson are offered');
  await boxes.nth(0).click();
  await boxes.nth(2).click();
  await page.getByLabel('Title').fill('Handing over');
  await press(page, 'Begin the story');
  await page.waitForURL(/\/career\/[0-9a-f-]{36}$/);
  const chapters = page.locator('section.chapter');
  assert.equal(await chapters.count(), 2);
  await seen(page, 'a story');

  // The words are kept while they are typed, and the entry's own stand beside them.
  const now = chapters.nth(0).getByLabel('What I do now');
  const before = await now.inputValue();
  await now.fill('I say it aloud before I act.');
  await page.getByText(/^Saved \d/).waitFor();
  await page.reload();
  assert.equal(await chapters.nth(0).getByLabel('What I do now').inputValue(), 'I say it aloud before I act.');
  assert.match(await chapters.nth(0).locator('.in-entry').innerText(), new RegExp(before.slice(0, 20).replace(/[^\w ]/g, '.')));

  const line = chapters.nth(0).locator('.evidence .check').first();
  await line.click();
  const second = await chapters.nth(1).getByLabel('Heading').inputValue();
  await chapters.nth(1).getByRole('button', { name: /^Move up/ }).click();
  await page.waitForURL(/#c-/);
  assert.equal(await chapters.nth(0).getByLabel('Heading').inputValue(), second);
  assert.equal(await chapters.nth(1).locator('.evidence input[type=checkbox]').first().isChecked(), false);
  assert.equal(await chapters.nth(1).getByLabel('What I do now').inputValue(), 'I say it aloud before I act.');

  await page.getByLabel('Another entry').selectOption({ index: 0 });
  await press(page, 'Add a chapter');
  await chapters.nth(2).waitFor();
  assert.equal(await chapters.count(), 3);
  await chapters.nth(2).getByRole('button', { name: /^Take out/ }).click();
  await page.waitForURL(/#more/);
  assert.equal(await chapters.count(), 2);

  await press(page, 'Look at the document');
  await page.waitForURL(/\/document$/);
  await seen(page, 'the document');
  // Where no name is suggested the fold is open already.
  const replace = page.getByLabel('Replace', { exact: true }).last();
  if (!(await replace.isVisible())) await page.getByText('Replace something else').click();
  await replace.fill('aloud');
  await page.getByLabel('with', { exact: true }).last().fill('to the team');
  await page.locator('#preview mark').first().waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download as a page' }).click()]);
  assert.equal(download.suggestedFilename(), 'story.html');
  const { readFileSync } = await import('node:fs');
  const html = readFileSync(await download.path(), 'utf8');
  assert.match(html, /I say it to the team before I act\./);
  assert.match(html, /What the log shows/);

  await page.goto(`${origin}/career`);
  await seen(page, 'the list');
  await page.getByRole('button', { name: /^Remove/ }).click();
  await page.getByText('Removed. It can be taken back below.').waitFor();
  await page.getByRole('button', { name: /^Take back/ }).click();
  await page.getByRole('heading', { name: 'Stories', exact: true }).waitFor();
});
