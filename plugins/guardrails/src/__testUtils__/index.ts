export * from './renderScreen';
export * from './renderInWords';
