export { orAborted, pagesUntilAborted } from './orAborted';
