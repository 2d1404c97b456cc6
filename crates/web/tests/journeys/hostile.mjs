// Markup, scripts and formulas stay the words they are, on every page where they show; the policy never has to step in.
import { assert, journey, press } from './browser.mjs';

const words = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'><svg/onload=alert(3)> {{7*7}} =cmd()';

await journey(async ({ page, origin }) => {
  await page.locator('textarea[name=text]').fill(words);
  await press(page, 'Review it now');
  await page.waitForURL(/\/intended/);
  const entry = page.url().replace(/\/intended.*/, '');
  await page.locator('textarea[name=statement]').fill(words);
  await page.locator('[name="target.0.name"]').fill(words);
  await page.locator('[name="target.0.kind"]').selectOption('observable');
  await page.locator('[name="target.0.value"]').fill(words);
  await press(page, /Continue/);
  await page.waitForURL(/\/happened/);
  for (const part of ['', '/intended', '/happened', '/details', '/history', '/share', '/attempts']) {
    await page.goto(entry + part);
    assert.equal(await page.locator('img').count(), 0, part);
    assert.ok((await page.content()).includes('&lt;script&gt;'), `the words are on ${part || 'the entry'}`);
  }
  const stays = async (place, times = 1) => {
    await page.goto(origin + place);
    assert.equal(await page.locator('main img').count(), 0, place);
    const said = (await page.locator('main').innerText()).split('<script>alert(2)</script>').length - 1;
    assert.ok(said >= times, `the words stand ${said} times on ${place}`);
  };
  const fill = (place, fields) => page.evaluate(async ([at, said]) => {
    const answer = await fetch(at, { method: 'POST', body: new URLSearchParams(said) });
    if (!answer.ok) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
  }, [place, fields]);
  const send = (place, body) => page.evaluate(async ([at, said]) => {
    const answer = await fetch(at, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(said),
    });
    if (!answer.ok) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }, [`/api/v1${place}`, { schema: 1, ...body }]);
  for (const tag of ['home', '<b>work</b>', 'home']) await send('/entries', { text: `I forgot ${words}`, tags: [tag] });
  await stays('/patterns', 3);
  await stays('/patterns/relying-on-memory', 3);
  const { id: collection } = await send('/library/collections', {
    name: words, source: words, licence: words, notice: words, link: `javascript:alert('${words}')`,
  });
  const texts = Object.fromEntries(['intended', 'happened', 'why', 'response', 'change', 'lesson'].map((part) => [part, words]));
  await send(`/library/collections/${collection}/cases`, {
    cases: [{ key: words, title: words, link: words, labels: [words], ...texts }],
  });
  await send('/adoptions', {
    collection, key: words, conditions: [words], difference: words, lesson: words, commitment: { cue: words, act: words },
  });
  await stays('/library');
  await stays(`/library?collection=${collection}`, 2);
  await stays(`/library/${collection}/${encodeURIComponent(words)}`, 8);
  await stays('/library/adopted', 3);
  await stays('/practice');
  await stays('/growth');
  const practice = await page.locator('main a[href^="/practice/"]').first().getAttribute('href');
  await fill(`${practice}/moments`, { did: 'done', context: words, note: words });
  await stays(practice, 5);
  const told = entry.split('/').pop();
  const { id: story } = await send('/careers', { title: words, entries: [told] });
  await fill(`/career/${story}`, {
    title: words, intro: words, 'chapter.0.entry': told, 'chapter.0.heading': words,
    'chapter.0.wrong': words, 'chapter.0.learned': words, 'chapter.0.now': words,
  });
  await stays('/career');
  await stays(`/career/${story}`);
  await stays(`/career/${story}/document`, 6);
  await page.goto(`${origin}/library`);
  await page.locator('input[name=q]').fill('onerror');
  await page.locator('main mark').first().waitFor();
  assert.equal(await page.locator('main img').count(), 0);
  await page.goto(`${origin}/log`);
  await page.locator('input[name=q]').fill('onerror');
  await page.locator('#results mark').first().waitFor();
  assert.equal(await page.locator('main img').count(), 0);
});
