export * from './renderScreen';
