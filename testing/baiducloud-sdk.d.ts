/** The signer of Baidu's own SDK, which comes without types. */
declare module '@baiducloud/sdk/src/auth.js' {
  export default class Auth {
    constructor(accessKeyId: string, secretAccessKey: string);

    generateAuthorization(
      method: string,
      encodedPath: string,
      query: Readonly<Record<string, string>>,
      headers: Readonly<Record<string, string>>,
      epochSeconds: number,
      expireSeconds: number,
      headersToSign: readonly string[],
    ): string;

    /** Encodes the text, but for slashes where they are not to be encoded. */
    normalize(text: string, encodesSlashes: boolean): string;
  }
}
