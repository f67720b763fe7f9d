// Loaded into the Node.js programs that the portal starts: when the portal is gone, even killed, they leave too.
'use strict';

// The processes that those programs fork inherit this file, and what they listen to is their own affair.
if (process.env.PORTAL_PID === String(process.ppid)) {
  process.on('disconnect', () => process.exit(1));
  // Listening alone must not keep a program alive that has nothing left to do.
  process.channel?.unref();
}
