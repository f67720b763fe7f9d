import { forget, recall, remember } from './remembered';

it('keeps the answers of each API for itself', () => {
  const api = {};
  remember(api, 'costs', 1);
  expect(recall(api, 'costs')).toBe(1);
  expect(recall({}, 'costs')).toBeUndefined();
  forget(api, 'costs');
  expect(recall(api, 'costs')).toBeUndefined();
});

it('keeps the newest thirty', () => {
  const api = {};
  for (let i = 0; i < 30; i++) remember(api, `question ${i}`, i);
  remember(api, 'question 0', 'again');
  remember(api, 'one more', 30);
  expect(recall(api, 'question 0')).toBe('again');
  expect(recall(api, 'question 1')).toBeUndefined();
  expect(recall(api, 'one more')).toBe(30);
});
