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
  await page.goto(`${origin}/patterns`);
  assert.equal(await page.locator('main img').count(), 0);
  await page.goto(`${origin}/log`);
  await page.locator('input[name=q]').fill('onerror');
  await page.locator('#results mark').first().waitFor();
  assert.equal(await page.locator('main img').count(), 0);
});
