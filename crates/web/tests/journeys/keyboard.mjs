// One line becomes a closed review by keys alone: what holds the focus is always in sight and ringed, and Tab is never taken over.
import { assert, journey } from './browser.mjs';

await journey(async ({ page }) => {
  const keys = page.keyboard;
  const focused = () => page.evaluate(() => {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    const ringed = [one, one.closest('.frame, .find, .capture, .pick')].filter(Boolean)
      .some((element) => getComputedStyle(element).outlineStyle !== 'none');
    const days = one.matches('input[type=date]');
    return {
      name: one.getAttribute('name') ?? '',
      text: (one.getAttribute('aria-label') || one.innerText || '').slice(0, 60),
      // The parts of a day have a ring of the browser's own.
      ringed: ringed || days,
      seen: box.width > 1 && box.height > 1 && box.top >= 0 && box.bottom <= innerHeight + 1,
    };
  });
  /** Walks on with Tab to what fits, and looks at everything on the way. */
  const walk = async (fits, what) => {
    for (let step = 0; step < 80; step += 1) {
      await keys.press('Tab');
      const here = await focused();
      assert.ok(here.ringed && here.seen, `on the way to ${what}: ${JSON.stringify(here)}`);
      if (fits(here)) return;
    }
    assert.fail(`Tab never comes to ${what}`);
  };
  const to = (name) => walk((here) => here.name === name, name);
  const open = (key) => Promise.all([page.waitForEvent('load'), keys.press(key)]);
  // A browser gives the focus with the first drawing, which may come after the page has loaded.
  const ready = (name) => page.waitForFunction((wanted) => document.activeElement?.getAttribute('name') === wanted, name);

  await ready('text');
  await keys.type('The invoice went to the wrong client and they paid it');
  await open('Enter');
  await walk((here) => here.text.startsWith('Review it'), 'the review');
  await open('Enter');
  await ready('statement');
  await keys.type('Send the March invoice to Meyer by 5 March');
  await to('goal');
  await open('Control+Enter');
  await ready('quick');
  for (const line of ['5 March 16:00: I sent the invoice to Maier', '9 March: Maier paid 1200 euros']) {
    await keys.type(line);
    await open('Enter');
    await ready('quick');
  }
  await open('Control+Enter');
  await ready('new.statement');
  await keys.type('The address came from the list that completes itself');
  await open('Enter');
  await open('b');
  await ready('new.statement');
  await keys.type('I stop reading a name once its first letters fit');
  await open('Enter');
  await walk((here) => here.text.startsWith('Choose'), 'the cause to act on');
  await open('Enter');
  await open('Control+Enter');
  await ready('lesson');
  await keys.type('Names that look alike get read past');
  await to('commitment.0.cue');
  await keys.type('I put an address into an invoice');
  await to('commitment.0.act');
  await keys.type('read the name aloud from the contract before I send it');
  await to('way');
  await keys.press('Space');
  await to('reason');
  await keys.type('It is the same job next month');
  await open('Control+Enter');
  await page.getByText('The review is closed.').waitFor();
});
