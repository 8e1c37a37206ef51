/* axe.cjs CHROMIUM NODE_MODULES PAGE... - axe-core in Chromium over each page at two widths. Prints JSON: what it found, what the page asked for. */
'use strict';
const path = require('path');
const { pathToFileURL } = require('url');

const [chromiumPath, modules, ...pages] = process.argv.slice(2);
const { chromium } = require(path.join(modules, 'playwright-core'));

async function look(browser, file, width) {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const asked = [], problems = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(String(error)));
  const address = pathToFileURL(file).href;
  await page.goto(address);
  const facts = await page.evaluate(() => ({
    language: document.documentElement.lang,
    scripts: document.scripts.length,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    drawings: [...document.querySelectorAll('svg[role=img], svg[aria-labelledby]')].length,
    untitled: [...document.querySelectorAll('svg')].filter((s) => s.getAttribute('aria-hidden') !== 'true' && !s.querySelector('title')).length,
  }));
  await page.addScriptTag({ path: path.join(modules, 'axe-core', 'axe.min.js') });
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  await context.close();
  return {
    file, width, ...facts, problems,
    asked: asked.filter((url) => url !== address && !url.startsWith('data:')),
    checked: result.passes.length,
    violations: result.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)}`),
  };
}

(async () => {
  const browser = await chromium.launch({
    executablePath: chromiumPath, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const results = [];
  for (const file of pages) for (const width of [1280, 390]) results.push(await look(browser, file, width));
  await browser.close();
  console.log(JSON.stringify(results));
})().catch((error) => { console.error(error); process.exit(1); });
