export * from './askedOnce';
export * from './renewal';
export * from './useAfterPaint';
export * from './useChangeSignal';
export * from './useNow';
export * from './usePages';
export * from './useQueryParameter';
export * from './useRequest';
