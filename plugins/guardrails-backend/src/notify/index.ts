/** The trail → people and systems: notifications, signals, the events bus, a webhook. */
export { createDispatcher } from './createDispatcher';
export { Dispatcher } from './Dispatcher';
