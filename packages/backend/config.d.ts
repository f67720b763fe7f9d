// What the portal's own sign-in adds to app-config.
export interface Config {
  auth?: {
    providers?: {
      /** Amazon Cognito, one part for each `auth.environment`. */
      cognito?: {
        [environment: string]: {
          /** Address of the user pool, e.g. https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123 */
          issuer: string;
          /** Address of its Hosted UI. */
          domain: string;
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
        };
      };
    };
  };
}
