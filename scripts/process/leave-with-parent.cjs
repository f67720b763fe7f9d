// Loaded into the Node.js programs that the portal starts: when the portal is gone, even killed, they leave too.
'use strict';

// The processes that those programs fork inherit this file, but not the mark: what they listen to is their own affair.
if (process.env.PORTAL_LEAVE_WITH_PARENT) {
  delete process.env.PORTAL_LEAVE_WITH_PARENT;
  process.on('disconnect', () => process.exit(1));
  // Listening alone must not keep a program alive that has nothing left to do.
  process.channel?.unref();
}
