export * from './builders';
export * from './FakeGuardrailsApi';
export * from './refusal';
export type { StoredCosts } from './StoredCosts';
