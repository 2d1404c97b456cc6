// Every page of a full log: axe finds nothing, nothing scrolls sideways, wide in the light and at 360 px in the dark.
import { assert, flawless, journey } from './browser.mjs';

await journey(async ({ page, origin }) => {
  const links = async (path, selector) => {
    await page.goto(origin + path);
    return page.locator(selector).evaluateAll((found) => found.map((link) => new URL(link.href).pathname));
  };
  const rooms = ['/', '/log', '/patterns', '/patterns/relying-on-memory', '/settings', '/settings/reminders', '/files', '/deleted', '/api',
    '/library', '/library/adopted', '/library/tell', '/library/import', '/practice', '/growth', '/growth/parameters', '/career', '/quarter'];
  const entries = [...new Set(await links('/log', 'main a[href^="/entries/"]'))]
    .filter((path) => /^\/entries\/[^/]+$/.test(path));
  assert.ok(entries.length > 20, `${entries.length} entries on the log`);
  const inside = entries.slice(0, 1).flatMap((path) =>
    ['intended', 'happened', 'why', 'next', 'details', 'history', 'attempts', 'share'].map((part) => `${path}/${part}`));
  const finished = entries[12];
  const steps = ['intended', 'happened', 'why', 'next'].map((part) => `${finished}/${part}`);
  const [collection] = await links('/library', 'main a[href*="collection="]').then(() =>
    page.locator('main a[href*="collection="]').evaluateAll((found) => found.map((link) => link.getAttribute('href'))));
  const cases = await links(collection, 'main .hits a');
  assert.ok(cases.length > 20, `${cases.length} cases in the collection that hansei brings`);
  const library = [collection, ...cases.slice(0, 2), `/library/collections/${collection.split('=')[1]}/take-away`];
  const practices = (await links('/practice', 'main a[href^="/practice/"]')).slice(0, 1);
  assert.equal(practices.length, 1, 'something is practised');
  for (const path of [...rooms, ...practices, ...library, entries[0], finished, ...inside, ...steps]) {
    for (const [width, colorScheme] of [[1360, 'light'], [360, 'dark']]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const answer = await page.goto(origin + path);
      assert.equal(answer.status(), 200, path);
      await flawless(page, `${path} at ${width} px in ${colorScheme}`);
    }
  }
});
