export { TooManyRequestsError } from './TooManyRequestsError';
