import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const { guarded } = createRequire(import.meta.url)('../out/test/report.js');

const POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';';

test('the policy comes first in the head of a page', () => {
  const page = guarded('<!DOCTYPE html><html><head lang="en"><style>p{}</style></head><body>x</body></html>');
  assert.ok(page.includes(`<head lang="en">${POLICY}`));
  assert.ok(page.endsWith('<style>p{}</style></head><body>x</body></html>'));
});

test('a header element is no head', () => {
  const page = guarded('<header>title</header>');
  assert.ok(page.indexOf(POLICY) < page.indexOf('<header>title</header>'));
  assert.ok(page.includes('<body><header>title</header></body>'));
});

test('no script is allowed', () => {
  assert.ok(!guarded('<p>x</p>').includes('script-src'));
});
