/** What the distribution holds that is made from the commands themselves: man pages and shell completion. */
package io.classcast.dist;
