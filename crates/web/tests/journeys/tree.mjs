// The tree of causes by keys: the arrows and j and k go from cause to cause, Enter opens one, and Tab is never taken over.
import { assert, flawless, journey } from './browser.mjs';

await journey(async ({ page }) => {
  const keys = page.keyboard;
  const at = (id) => page.waitForFunction((id) => document.activeElement?.closest('.node')?.id === id, id);
  const opened = (name) => page.waitForFunction((name) => document.activeElement?.name === name, name);

  const press = (name) => Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).first().click()]);

  await page.locator('textarea[name=text]').fill('The invoice went to the wrong client');
  await press('Review it now');
  await page.locator('textarea[name=statement]').fill('Send the March invoice to Meyer by 5 March');
  await press(/Continue/);
  await page.locator('textarea[name=quick]').fill('5 March 16:00: I sent the invoice to Maier');
  await press(/Continue/);
  const why = page.url();
  // 1 and 5 stand under the gap, 2 and 4 under 1, 3 under 2.
  for (const [under, words] of [['', 'One'], ['?node=1&add=under', 'Two'], ['?node=2&add=under', 'Three'], ['?node=2&add=beside', 'Four'], ['?node=1&add=beside', 'Five']]) {
    await page.goto(`${why}${under}`);
    await page.locator('textarea[name="new.statement"]').fill(words);
    await Promise.all([page.waitForEvent('load'), page.locator('#new button[formaction$="/causes"]').click()]);
  }
  await page.goto(why);

  // A letter leads into the tree; from there each key leads where the tree does.
  await page.evaluate(() => document.activeElement.blur());
  await keys.press('j');
  await at('c1');
  for (const [key, id] of [
    ['j', 'c2'], ['ArrowDown', 'c3'], ['ArrowDown', 'c4'], ['ArrowLeft', 'c1'], ['ArrowRight', 'c2'], ['ArrowRight', 'c3'],
    ['ArrowRight', 'c3'], ['k', 'c2'], ['ArrowUp', 'c1'], ['ArrowUp', 'c1'], ['ArrowLeft', 'c1'], ['End', 'c5'], ['ArrowDown', 'c5'], ['Home', 'c1'],
  ]) {
    await keys.press(key);
    await at(id);
  }
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
  assert.equal(ring, '2px', 'the cause in focus is ringed');
  await flawless(page, 'the tree in focus');

  // Tab goes on to what stands in the cause, and from there the arrows work too.
  await keys.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.closest('.reach') !== null), true, 'Tab comes to the button of the cause');
  await keys.press('ArrowDown');
  await at('c2');
  await Promise.all([page.waitForEvent('load'), keys.press('Enter')]);
  assert.match(page.url(), /node=2/);
  // It opens in its place and holds the focus there; Enter once more leads into its words.
  await at('c2');
  await keys.press('Enter');
  await opened('node.statement');
  // What is typed keeps its keys.
  await keys.press('Home');
  await keys.type('j');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'jTwo');
  await page.evaluate(() => document.activeElement.blur());
  await keys.press('j');
  await at('c2');
  await page.evaluate(() => document.activeElement.blur());
  await keys.press('?');
  await page.getByText('On a cause: the one before').waitFor();
});
