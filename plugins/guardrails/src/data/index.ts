export * from './askedOnce';
export * from './useAfterPaint';
export * from './useChangeSignal';
export * from './useNow';
export * from './usePages';
export * from './useQueryParameter';
export * from './useRequest';
