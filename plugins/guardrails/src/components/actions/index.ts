export * from './ActionButtons';
export * from './Announcement';
export * from './CopyLinkButton';
export * from './NoteField';
export * from './RefusalNotice';
export * from './SnoozeButton';
export * from './StepButton';
export * from './useOpenedForm';
