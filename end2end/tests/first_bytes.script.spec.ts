// What a phone must get before it can read a page: headers, HTML and style, as they go over the wire.
import { aWindow } from '../support/demo';
import { expect, test } from '../support/test';

/** What fits the first flight of a connection: ten segments of 1,460 bytes. */
const FIRST_FLIGHT = 14_600;

for (const [name, url] of [
  ['the front page', '/'],
  ['a window', aWindow.url],
]) {
  test(`${name} can be read after the first flight`, async ({ page, context }) => {
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    const kinds = new Map<string, string>();
    const bytes = new Map<string, number>();
    wire.on('Network.responseReceived', (event) => kinds.set(event.requestId, event.type));
    wire.on('Network.loadingFinished', (event) => bytes.set(event.requestId, event.encodedDataLength));
    await page.goto(url);
    const of = (kind: string) =>
      [...bytes].filter(([id]) => kinds.get(id) === kind).reduce((sum, [, length]) => sum + length, 0);
    await expect.poll(() => of('Document') * of('Stylesheet')).toBeGreaterThan(0);
    const [html, css] = [of('Document'), of('Stylesheet')];
    test.info().annotations.push({ type: 'bytes', description: `${name}: ${html} + ${css} = ${html + css}` });
    console.log(`${name}: ${html} + ${css} = ${html + css}`);
    // The style is compressed in the build; a page that came uncompressed would be larger than this by itself.
    expect(html + css).toBeLessThanOrEqual(FIRST_FLIGHT);
  });
}
