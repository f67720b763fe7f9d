export * from './askedOnce';
export * from './useChangeSignal';
export * from './useNow';
export * from './usePages';
export * from './usePages';
export * from './useQueryParameter';
export * from './useRequest';
