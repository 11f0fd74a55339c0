/** Says hello. */
public final class Hello {
    private Hello() {
    }

    /** Takes nothing. */
    public static void main(String[] arguments) {
        System.out.println("= hello\n= end");
    }
}
