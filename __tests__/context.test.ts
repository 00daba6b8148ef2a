import { expect, test } from 'vitest';
import { parseRun } from '../src/context.ts';

test.each([
  ['https://git.example/', 'https://git.example/api/v1/'],
  ['https://git.example', 'https://git.example/api/v1'],
])('the server %s and its API have no slash at the end', (server, api) => {
  expect(parseRun({ GITHUB_SERVER_URL: server, GITHUB_API_URL: api })).toMatchObject({
    serverUrl: 'https://git.example',
    apiUrl: 'https://git.example/api/v1',
  });
});
