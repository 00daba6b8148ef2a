/** The runner's own names, and those that credentials are read from: a pull request can change a spec. */
export function isReserved(key: string): boolean {
  return /^(?:BCE_|BAIDUCLOUD_|INPUT_|ACTIONS_|RUNNER_)|^GITHUB_TOKEN$/i.test(key);
}

const endings =
  'TOKENS? SECRETS? PASSWORDS? PASSWD PASSPHRASE PASS PAT CREDENTIALS? CREDS AUTH DSN APIKEY API_KEY ACCESS_KEY ACCESS_KEY_ID SECRET_KEY PRIVATE_KEY SIGNING_KEY ENCRYPTION_KEY SSH_KEY DEPLOY_KEY CONNECTION_STRING';

const conventions: readonly RegExp[] = [
  new RegExp(`(?:^|_)(?:${endings.replaceAll(' ', '|')})(?:_?[0-9]+)?$`, 'i'),
  /_PWD$|^PG?PASSFILE$/i,
  /^(?:AWS|AZURE|ARM|GOOGLE|GCP|GH|NPM|NODE|DOCKER|VAULT|SSH|TWINE|CARGO)_.*(?:TOKEN|SECRET|KEY|PASSWORD|CREDENTIAL)/i,
  /^(?:HTTPS?|ALL|FTP)_PROXY$|_PROXY_(?:URL|AUTH)$/i,
  /^(?:DATABASE|DB|REDIS|MONGO|MONGODB|POSTGRES|MYSQL|AMQP)_UR[LI]$/i,
];

/** Names that hold credentials by convention, such as `NPM_TOKEN`, `DB_PASSWORD` or `HTTPS_PROXY`. */
export function mayHoldCredentials(key: string): boolean {
  return conventions.some((pattern) => pattern.test(key));
}
