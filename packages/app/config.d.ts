// What the frontend must know to ask who is there. Only whether a provider is set up, nothing of its settings.
export interface Config {
  auth?: {
    providers?: {
      /** @visibility frontend */
      cognito?: object;
      /** @visibility frontend */
      guest?: object;
    };
  };
}
