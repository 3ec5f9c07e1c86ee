package io.automationhub.activities.notify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A connection that breaks off when the other side says more than a dialogue needs; mail readers set no limit. */
final class BudgetSocket extends Socket {

    private final int budget;

    BudgetSocket(int budget) {
        this.budget = budget;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Limited(super.getInputStream(), budget);
    }

    private static final class Limited extends FilterInputStream {

        private int left;

        Limited(InputStream in, int left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            return counted(n, n);
        }

        private int counted(int result, int bytes) throws IOException {
            if (result >= 0) {
                left -= bytes;
            }
            if (left < 0) {
                throw new IOException("The mail server says too much");
            }
            return result;
        }
    }
}
