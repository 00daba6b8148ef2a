/** Why it is unknown whether an image is in its registry. Its message is a sentence about the registry. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}
