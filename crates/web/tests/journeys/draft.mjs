// What was typed and not saved is there again after the browser has gone.
import { assert, journey } from './browser.mjs';

await journey(async ({ page, context, origin }) => {
  await page.locator('textarea[name=text]').fill('The invoice went out twice');
  await page.getByRole('button', { name: 'Review it now' }).click();
  await page.waitForURL(/intended/);
  const address = page.url();
  await page.locator('textarea[name=statement]').fill('One invoice, on the first');
  await page.locator('[data-saved]').filter({ hasText: /\d/ }).first().waitFor();
  await page.close({ runBeforeUnload: false });

  const again = await context.newPage();
  await again.goto(address);
  assert.equal(await again.locator('textarea[name=statement]').inputValue(), 'One invoice, on the first');
  await again.getByRole('button', { name: /^Save/ }).last().click();
  await again.waitForLoadState('load');
  assert.equal(await again.locator('textarea[name=statement]').inputValue(), 'One invoice, on the first');

  // A hansei that was started anew does not know this browser: the page stays, says so, and is saved once it is let in again.
  const cookies = await context.cookies();
  await context.clearCookies();
  await again.locator('textarea[name=statement]').fill('One invoice, on the second');
  await again.getByRole('button', { name: /^Save/ }).last().click();
  await again.locator('[data-saved]').filter({ hasText: 'Run hansei open' }).first().waitFor();
  assert.equal(again.url().includes('intended'), true);
  assert.equal(await again.locator('textarea[name=statement]').inputValue(), 'One invoice, on the second');
  await context.addCookies(cookies);
  await Promise.all([again.waitForEvent('load'), again.getByRole('button', { name: /^Save/ }).last().click()]);
  await again.goto(address);
  assert.equal(await again.locator('textarea[name=statement]').inputValue(), 'One invoice, on the second');
  assert.equal(await again.getByText('Not saved yet, from').count(), 0);

  // A form that is refused is a page like any other: going back to it asks for nothing to be sent again.
  await again.locator('textarea[name="target.0.value"]').fill('on time');
  await Promise.all([again.waitForURL(/check=continue/), again.getByRole('button', { name: /^Continue/ }).click()]);
  await again.getByText('there is no number').first().waitFor();
  await again.goto(`${origin}/`);
  await again.goBack();
  assert.equal(await again.locator('textarea[name="target.0.value"]').inputValue(), 'on time');

  await again.goto(`${origin}/`);
  await again.getByText('The invoice went out twice').first().waitFor();
}, { expected: /status of 401/ });
