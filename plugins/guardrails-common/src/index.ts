/**
 * What both sides of Guardrails share: the API's types and client, permissions, annotations, names of charges.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './api';
export * from './charges';
export * from './permissions';
export * from './signals';
