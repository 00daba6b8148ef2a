import { expect, test } from 'vitest';
import { closest } from '../src/edit-distance.ts';

const known = ['cpu', 'name', 'memory', 'replicas', 'imageVersion', 'env'];

test.each([
  ['in another case', 'ImageVersion', 'imageVersion'],
  ['with other separators', 'image_version', 'imageVersion'],
  ['with two letters swapped', 'nmae', 'name'],
  ['with a letter too many', 'cpuu', 'cpu'],
  ['with a letter missing', 'memry', 'memory'],
  ['with two slips in a long word', 'reblicaz', 'replicas'],
  ['with two slips in a short word', 'nemo', undefined],
  ['with three slips', 'rpliass', undefined],
  ['that resembles none', 'kind', undefined],
  ['that is empty', '', undefined],
  ['that is much longer', 'imageVersion'.repeat(4), undefined],
])('of a word %s, %s, the closest is %s', (_, word, expected) => {
  expect(closest(word, known)).toBe(expected);
});

test('of two that are near, the nearer is meant', () => {
  expect(closest('containerPort2', ['containerGroup', 'containerPort'])).toBe('containerPort');
});
