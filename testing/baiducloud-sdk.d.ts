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

/** The base of the SDK's clients: BEC has no client of its own in it. */
declare module '@baiducloud/sdk/src/bce_base_client.js' {
  export interface ClientConfig {
    readonly endpoint: string;
    readonly credentials: { readonly ak: string; readonly sk: string };
    readonly sessionToken?: string | undefined;
  }

  export default class BceBaseClient {
    constructor(config: ClientConfig, serviceId: string);

    /** Rejects with an object of {@link SdkError}'s shape. */
    sendRequest(
      method: string,
      path: string,
      request: {
        readonly body?: string;
        readonly params?: Readonly<Record<string, string>>;
      },
    ): Promise<{ readonly body: unknown }>;
  }
}
