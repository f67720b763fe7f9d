// Signing in to the portal.
export { signInProviders } from './signInProviders';
