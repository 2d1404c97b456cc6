// A real account, whole, typed in as a person would: every sentence of it stands on the entry's page afterwards.
import { readFileSync } from 'node:fs';
import { assert, flawless, journey } from './browser.mjs';

const story = JSON.parse(readFileSync(new URL('../../../cli/tests/stories/gitlab-2017.json', import.meta.url)));
const { intended, happened, why, next } = story.answers;

await journey(async ({ page }) => {
  page.setDefaultTimeout(15_000);
  const open = () => page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => { fold.open = true; }));
  const field = (name) => page.locator(`main [name="${name}"]`).first();
  const write = async (name, value) => {
    if (value === undefined) return;
    const found = field(name);
    const tag = await found.evaluate((element) => `${element.tagName} ${element.type}`);
    if (tag.startsWith('SELECT')) await found.selectOption(String(value));
    else if (tag.endsWith('radio')) await page.locator(`main label:has([name="${name}"][value="${value}"])`).click();
    else if (tag.endsWith('checkbox')) await found.setChecked(Boolean(value));
    else await found.fill(String(value));
  };
  const send = async (selector) => {
    await Promise.all([page.waitForEvent('load'), page.locator(selector).first().click()]);
    assert.equal(await page.locator('[aria-invalid=true]').count(), 0, `${selector}: ${await page.locator('main').innerText()}`);
    await open();
  };
  // The first of its kind in a form is the unseen one that Enter presses.
  const press = (value) => send(`main button[name=do][value="${value}"]:not([tabindex])`);
  const row = async (list, at, fields) => {
    for (const [name, value] of Object.entries(fields)) await write(`${list}.${at}.${name}`, value);
  };

  await page.locator('textarea[name=text]').fill(story.log);
  await send('button[name=then][value=review]');
  const entry = page.url().replace(/\/intended.*/, '');

  await page.goto(`${entry}/details`);
  await write('kind', story.kind);
  await write('significance', story.significance);
  await write('context', story.context);
  await write('tags', story.tags.join(', '));
  await send('main form button[type=submit]:not([formaction])');

  await page.goto(`${entry}/intended`);
  await open();
  await write('statement', intended.statement);
  for (const [at, target] of intended.targets.entries()) {
    const [[kind, value]] = Object.entries(target.slot);
    await row('target', at, { name: target.name, kind, value });
    await press('add-target');
  }
  await press('continue');

  await write('paste', happened.moments.map((moment) => moment.what.replaceAll('\n', ' ')).join('\n'));
  await press('paste-lines');
  for (const [at, moment] of happened.moments.entries()) {
    await row('moment', at, {
      when: moment.when, what: moment.what, source: moment.source, known: moment.known, decision: moment.decision,
    });
  }
  await write('zone', happened.zone);
  await write('disagreement', happened.disagreement);
  for (const { target, actual } of happened.outcomes) await row('outcome', target - 1, actual.words);
  for (const [at, words] of happened.unplanned.entries()) {
    await row('unplanned', at, { words });
    await press('add-unplanned');
  }
  await press('continue');

  for (const cause of why.causes) {
    const beside = why.causes.find((one) => !one.under && one.number < cause.number);
    const from = cause.under ? `?node=${cause.under}&add=under` : beside ? `?node=${beside.number}&add=beside` : '';
    await page.goto(`${entry}/why${from}`);
    await open();
    for (const name of ['statement', 'kind', 'certainty', 'evidence']) await write(`new.${name}`, cause[name]);
    await send('main #new button[formaction$="/causes"]');
  }
  for (const { number, decision, chosen } of why.causes.filter((cause) => cause.decision || cause.chosen)) {
    await page.goto(`${entry}/why?node=${number}`);
    await open();
    for (const [name, value] of Object.entries(decision ?? {})) await write(`node.${name}`, value);
    await send(`main button[formaction$="/causes/${number}"]`);
    if (!chosen) continue;
    await page.goto(`${entry}/why?node=${number}`);
    await send(`main button[formaction$="/causes/${number}/choose"]`);
  }
  await page.goto(`${entry}/why`);
  await open();
  for (const [at, factor] of why.factors.entries()) {
    await row('factor', at, { statement: factor.statement, control: factor.control });
    await press('add-factor');
  }
  for (const [at, { statement, confidence, status }] of (why.assumptions ?? []).entries()) {
    await row('assumption', at, { statement, confidence, status });
    await press('add-assumption');
  }
  for (const [at, signal] of (why.signals ?? []).entries()) {
    await row('signal', at, { what: signal.what, visible: signal.visible, where: signal.where });
    await press('add-signal');
  }
  for (const [at, counter] of (why.counter ?? []).entries()) await write(`counter.${at}.answer`, counter.answer);
  await press('continue');

  await write('lesson', next.lesson);
  for (const [at, { cue, act, kind, strength }] of next.commitments.entries()) {
    if (at > 0) await press('add-commitment');
    await row('commitment', at, { cue, act, kind, strength });
  }
  for (const [at, influence] of next.influences.entries()) await write(`influence.${at}.how`, influence.how);
  for (const [at, { kind, what }] of next.resilience.entries()) await row('resilience', at, { kind, what });
  await write('way', next.choice.way);
  await write('reason', next.choice.reason);
  await send('main button[name=do][value=finish], main button[formaction$="/finish"]');

  await page.goto(entry);
  await open();
  const told = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  const said = [];
  const collect = (value, key) => {
    if (typeof value === 'string' && /\s/.test(value) && !['when', 'question', 'deadline'].includes(key)) said.push(value);
    else if (value && typeof value === 'object') Object.entries(value).forEach(([name, inner]) => collect(inner, name));
  };
  collect(story.answers);
  assert.ok(said.length > 50, `${said.length} sentences`);
  const lost = said.filter((sentence) => !told.includes(sentence.replace(/[.,]$/, '')));
  assert.deepEqual(lost, []);
  assert.ok(told.includes('Open the review again'), 'the review is finished');
  await flawless(page, 'the whole story');
});
