import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The bundles run on Node 20, which has none of these. */
const newerThanNode20 = [
  { object: 'Map', property: 'groupBy' },
  { object: 'Object', property: 'groupBy' },
  { object: 'Promise', property: 'withResolvers' },
];

export default defineConfig(
  globalIgnores(['dist', 'local-bec/generated', '__tests__/fixtures']),
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // The configured compiler asks for process.env['NAME']: names that are not declared must look so.
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // One file talks to the runner, and one reads its environment.
    files: ['src/**', 'delete/**', 'update/**'],
    ignores: ['src/action/report.ts', 'src/action/runner.ts', 'src/require-node.ts'],
    rules: {
      'no-restricted-imports': ['error', '@actions/core'],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env' },
        { object: 'process', property: 'stdout' },
        ...newerThanNode20,
      ],
    },
  },
  {
    files: ['local-bec/**', 'cli/**'],
    rules: { 'no-restricted-properties': ['error', ...newerThanNode20] },
  },
  {
    files: ['scripts/**', 'testing/**', 'lab/**', 'local-bec/**', '__tests__/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // What a reader takes in at once. scripts/structure.ts holds how much there is in all.
    files: ['src/**/*.ts', 'delete/**/*.ts', 'update/**/*.ts', 'cli/**/*.ts'],
    rules: {
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 51],
      'max-params': ['error', 3],
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
