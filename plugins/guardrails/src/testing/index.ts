export * from './builders';
export * from './FakeGuardrailsApi';
export * from './refusal';
export * from './StoredCosts';
