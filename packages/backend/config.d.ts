// What the portal's own policy and sign-in add to app-config.
export interface Config {
  portal?: {
    /** Who is more in Guardrails than the owner of some entities; entity refs of users or groups. */
    access?: {
      /** May do everything, in every project, and run jobs. */
      admins?: string[];
      /** May see everything and change nothing. */
      viewers?: string[];
    };
  };
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
