/** Why a registry could not tell whether an image is there. Its message is a sentence about the registry. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}
