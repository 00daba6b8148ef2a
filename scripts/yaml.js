/**
 * yaml's own build for browsers: ES modules, so that what is not used of them stays out of the bundle.
 * Its build for Node is CommonJS, and Node's is the only one that a bundler for Node picks. tsconfig.json's
 * `paths` put this file in its place; what runs from the sources gets the build for Node.
 */
export * from '../node_modules/yaml/browser/dist/index.js';
