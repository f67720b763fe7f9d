/**
 * What both sides of Guardrails share: the API's types and client, permissions, annotations.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './api';
export * from './permissions';
export * from './signals';
