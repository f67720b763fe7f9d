import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Screens are loaded when they are first shown, and a busy machine takes its time to compile them.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
