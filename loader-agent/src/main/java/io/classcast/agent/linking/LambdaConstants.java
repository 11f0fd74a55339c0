package io.classcast.agent.linking;

import io.classcast.agent.classfile.ClassFileBytes;

/** What the class files of lambdas begin with: constants, under the same indexes in each. */
final class LambdaConstants {
    /** Constants of every lambda. */
    static final ClassFileBytes BEGUN = new ClassFileBytes();
    static final int OBJECT = BEGUN.referring(ClassFileBytes.CLASS, BEGUN.text("java/lang/Object"));
    static final int INIT = BEGUN.text("<init>");
    static final int NO_ARGUMENTS = BEGUN.text("()V");
    static final int CODE = BEGUN.text("Code");
    static final int NEW_OBJECT = BEGUN.referring(ClassFileBytes.METHOD, OBJECT, BEGUN.referring(ClassFileBytes.NAME_AND_TYPE, INIT, NO_ARGUMENTS));
    /** And of those that are serializable. */
    static final ClassFileBytes BEGUN_SERIALIZABLE = new ClassFileBytes(BEGUN);
    static final int WRITE_REPLACE = BEGUN_SERIALIZABLE.text("writeReplace");
    static final int GIVES_OBJECT = BEGUN_SERIALIZABLE.text("()Ljava/lang/Object;");
    static final int SERIALIZED = BEGUN_SERIALIZABLE.referring(ClassFileBytes.CLASS, BEGUN_SERIALIZABLE.text("java/lang/invoke/SerializedLambda"));
    static final int NEW_SERIALIZED = BEGUN_SERIALIZABLE.referring(ClassFileBytes.METHOD, SERIALIZED,
            BEGUN_SERIALIZABLE.referring(ClassFileBytes.NAME_AND_TYPE, INIT,
                    BEGUN_SERIALIZABLE.text("(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;ILjava/lang/String;Ljava/lang/String;"
                            + "Ljava/lang/String;Ljava/lang/String;[Ljava/lang/Object;)V")));

    private LambdaConstants() {
    }
}
