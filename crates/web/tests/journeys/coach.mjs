// The coach reads while somebody types: one question under the answer, its words marked, nothing below moved, and a way out.
import { assert, flawless, journey, press } from './browser.mjs';

await journey(async ({ page, origin }) => {
  const field = (name) => page.locator(`textarea[name="${name}"]`);
  const asked = page.locator('.asks [data-scope]');
  const save = () => Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Save', exact: true }).click()]);
  const under = (selector) => page.evaluate((at) => document.querySelector(at).getBoundingClientRect().top + scrollY, selector);

  await page.locator('textarea[name=text]').fill('The proposal went out a week late');
  await press(page, 'Review it now');
  await page.waitForURL(/intended/);

  const first = page.url();

  // Where the box of an answer ends, and with it where all begins that stands below.
  const end = (name) => field(name).evaluate((one) => Math.round(one.closest('.frame').getBoundingClientRect().bottom + scrollY));
  /** Asks about each of these answers, narrow and wide: what stands below stays where it is. */
  const steady = async (name, answers) => {
    for (const width of [390, 1360]) {
      await page.setViewportSize({ width, height: 900 });
      await Promise.all([page.waitForResponse(/\/coach$/), field(name).fill('I')]);
      await asked.waitFor({ state: 'detached' });
      const before = await end(name);
      for (const answer of answers) {
        await field(name).fill(answer);
        await asked.waitFor();
        assert.equal(await end(name), before, `what stands below ${name} moved at ${width} px for "${answer}"`);
        await Promise.all([page.waitForResponse(/\/coach$/), field(name).fill('I')]);
        await asked.waitFor({ state: 'detached' });
        assert.equal(await end(name), before, `what stands below ${name} moved back at ${width} px`);
      }
    }
    await Promise.all([page.waitForResponse(/\/coach$/), field(name).fill('')]);
  };

  await steady('statement', ['I am a failure.', 'I wanted it to go well.']);
  // Question 1: asked while it is typed, and nothing moves; the room for it is part of the box that is written in.
  for (const width of [390, 1360]) {
    await page.setViewportSize({ width, height: 900 });
    await Promise.all([page.waitForResponse(/\/coach$/), field('statement').fill('I')]);
    const before = await under('.onward');
    await field('statement').pressSequentially(' wanted the project to go well');
    await asked.waitFor();
    assert.equal(await under('.onward'), before, `what stands below moved at ${width} px`);
    assert.equal(await page.locator('.frame .asks.first').count(), 1);
  }
  assert.equal(await page.locator('.marks mark').first().textContent(), 'I wanted the project to go well');
  await flawless(page, 'a question under an answer');

  // Waved away with its key, it stays away, and can be asked again.
  await page.keyboard.press('Control+.');
  await page.getByText('Taken as you mean it').waitFor();
  await field('statement').pressSequentially('.');
  await page.waitForResponse(/\/coach$/);
  assert.equal(await asked.count(), 0);
  await page.goto(`${origin}/coach`);
  await page.getByText('I wanted the project to go well').first().waitFor();
  await flawless(page, 'what the coach asked');
  await press(page, 'Ask about it again');
  await page.goto(first);
  await asked.waitFor();

  // What can be checked is said to be there.
  await field('statement').fill('Deliver the proposal by March 15 under $200K with sign-off from all three stakeholders');
  await page.getByText(/are in the sentence:/).waitFor();
  await press(page, /Continue/);
  await page.waitForURL(/happened/);

  await steady('quick', ['She should have called.', 'I am a failure.']);
  // Question 2: Enter keeps the line, whatever is asked about it. What did not happen goes to question 4, and back.
  await field('quick').fill('13 March: We should have called the director at noon.');
  await asked.waitFor();
  await Promise.all([page.waitForEvent('load'), field('quick').press('Enter')]);
  await page.getByRole('button', { name: 'Move it to question 4' }).click();
  await page.getByText('Parked for question 4').waitFor();
  assert.equal(await field('moment.0.what').inputValue(), '');
  await page.getByRole('button', { name: 'Put it back' }).click();
  await asked.waitFor();
  assert.equal(await field('moment.0.what').inputValue(), 'We should have called the director at noon.');
  await field('moment.0.what').fill('Nobody called the director before 17:00.');

  // What somebody is typing in stays where it is while a question comes above it, and fields that were only visited keep no room.
  const row = field('moment.0.what');
  const high = () => row.evaluate((one) => one.closest('.frame').getBoundingClientRect().height);
  await asked.waitFor({ state: 'detached' });
  await field('quick').focus();
  const plain = await high();
  await page.setViewportSize({ width: 1360, height: 500 });
  await row.focus();
  await field('quick').focus();
  assert.equal(await high(), plain, 'a field that was visited keeps room');
  await row.fill('We should have called the director at noon.');
  await field('quick').focus();
  const top = () => field('quick').evaluate((one) => Math.round(one.getBoundingClientRect().top));
  const stood = await top();
  await row.locator('xpath=ancestor::*[contains(@class, "frame")]').locator('[data-scope]').waitFor();
  assert.equal(await top(), stood, 'what is typed in moved');
  assert.ok(await high() > plain + 40, 'the question has its room');
  await Promise.all([page.waitForResponse(/\/coach$/), row.fill('Nobody called the director before 17:00.')]);
  await asked.waitFor({ state: 'detached' });
  assert.ok(await high() > plain + 40, 'while somebody writes there, the room stays');
  await field('quick').focus();
  assert.equal(await high(), plain, 'a field that was left keeps room');
  await page.setViewportSize({ width: 1360, height: 900 });
  await press(page, /Continue/);
  await page.waitForURL(/why/);

  // Question 3: a sentence about oneself is met gently; words of hurting oneself get no question.
  await field('new.statement').fill('I am a failure.');
  await asked.getByText('That is a hard thing to write down.').waitFor();
  await field('new.statement').fill('I want to die.');
  await page.getByText('more than a review can hold').waitFor();
  assert.equal(await asked.count(), 0);
  await field('new.statement').fill('The scope grew and nobody restated the price.');
  await Promise.all([page.waitForEvent('load'), field('new.statement').press('Enter')]);
  await press(page, /Continue/);
  await page.waitForURL(/next/);

  await steady('lesson', ['I will be more careful.', 'I am a failure.']);
  await steady('commitment.0.act', ['I am a failure.', 'be more careful']);

  // In an act, "I will" is taken off and the moment is asked for; where that is there, the act is what is to be said anew.
  const at = () => page.evaluate(() => [document.activeElement.name, document.activeElement.selectionStart]);
  const asIfThen = page.getByRole('button', { name: /if … then/ });
  await field('commitment.0.act').fill('I will be more careful with heparin');
  await asIfThen.click();
  assert.equal(await field('commitment.0.act').inputValue(), 'be more careful with heparin');
  assert.deepEqual(await at(), ['commitment.0.cue', 0]);
  await field('commitment.0.cue').fill('I push heparin');
  await asked.waitFor();
  await asIfThen.click();
  assert.equal(await field('commitment.0.act').inputValue(), 'be more careful with heparin');
  assert.deepEqual(await at(), ['commitment.0.act', 28]);
  await field('commitment.0.cue').fill('');
  await field('commitment.0.act').fill('When the kettle boils I will stand up');
  await page.getByRole('button', { name: 'Put the moment under If' }).click();
  assert.equal(await field('commitment.0.cue').inputValue(), 'the kettle boils');
  assert.equal(await field('commitment.0.act').inputValue(), 'stand up');
  await field('commitment.0.cue').fill('');
  await field('commitment.0.act').fill('');

  // A long answer keeps its direction, has no twin, and is asked about after a rest: else each key lays out all of it.
  const words = 'The pump stopped at nine and nobody wrote it down. ';
  await field('lesson').fill(words.repeat(2));
  await field('lesson').fill(words.repeat(500));
  assert.equal(await field('lesson').getAttribute('dir'), 'ltr');
  assert.equal(await page.locator('.marks').first().textContent(), '');
  let sent = 0;
  page.on('request', (request) => { sent += request.postData()?.includes('&at=lesson&') ? 1 : 0; });
  await Promise.all([page.waitForResponse(/\/draft$/), field('lesson').press('x')]);
  assert.equal(sent, 0, 'it was asked while somebody writes');
  await field('lesson').fill('');
  assert.equal(await field('lesson').getAttribute('dir'), 'auto');

  // Question 4: a wish becomes a plan whose moment is to be named.
  await field('lesson').fill('I will be more careful with changes');
  await page.getByRole('button', { name: /if … then/ }).click();
  assert.equal(await field('commitment.0.act').inputValue(), 'be more careful with changes');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'commitment.0.cue');
  await save();

  // Enter in a field of one line saves, and presses nothing that stands before it: no idea is let go, no clock is stopped.
  await page.goto(page.url().replace(/next.*/, 'intended'));
  await page.locator('summary', { hasText: 'Park it' }).click();
  await field('park').fill('Ask for a clause');
  await save();
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  await page.locator('input[name="target.0.name"]').fill('Signed');
  await field('target.0.value').fill('all three stakeholders');
  await page.locator('select[name="target.0.kind"]').selectOption('party');
  await Promise.all([page.waitForEvent('load'), page.locator('input[name="target.0.name"]').press('Enter')]);
  await page.getByText('Ask for a clause').first().waitFor();
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  assert.equal(await page.locator('input[name="target.0.name"]').inputValue(), 'Signed');
});
